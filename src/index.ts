/** The library: what `import … from "llm-chat"` offers. Listed one by one, so that nothing becomes public by chance. */
export type {
  ActionResult,
  AppendResult,
  ChatSession,
  CheckResult,
  DraftResult,
  LoginResult,
  PreviewResult,
  PushResult,
  StickResult,
} from "./chatroom/session.ts";
