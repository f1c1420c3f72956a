/** Why a server does not let somebody in, and what to do, in the words of the command: `option` is where its token goes. */
export function tokenProblem(url: string, token: string | null, option: string): string {
  return token === null
    ? `${url} wants a token; give it with ${option} or in LLM_CHAT_TOKEN`
    : `${url} does not take this token; check ${option} and LLM_CHAT_TOKEN`;
}
