/** How a participant begins, colours, revises and ends what it says. */

export const OPENINGS = {
  for: [
    "I will begin cheerfully: there is more in {thing} than we usually admit.",
    "I have a soft spot for {thing}, so please argue with me properly.",
    "Put me down as hopeful about {thing}.",
    "I would give {thing} a better hearing than the usual one.",
    "Somebody has to speak up for {thing}, and I am already sitting down.",
    "I came to defend {thing}, and I brought only one prejudice.",
    "Between {a} and {b} I take {thing}, and not by a hair.",
    "Between {a} and {b} it is {thing} for me, and I will say why before anybody throws something.",
  ],
  against: [
    "I had better say it early: I get nervous around {thing}.",
    "I have doubts about {thing}, and they are not the fashionable ones.",
    "Let me be the rain at this picnic. I do not trust {thing}.",
    "Somebody should say a word against {thing} before we all fall in love.",
    "I would be careful with {thing}, more careful than is usual this early in a talk.",
    "People who are very sure about {thing} make me look for the exit.",
    "Between {a} and {b} everybody has an answer, and I would at least not take {thing}.",
  ],
  open: [
    "With {thing} I would first ask what the problem is, and who has it.",
    "I can be talked into {thing} and out of it again; let us see who is better.",
    "On {thing} I carry no flag. I carry a list.",
    "Let me start with the boring side of {thing}, because it tends to be the useful one.",
    "{Thing} could go either way, and it will be decided by something small.",
    "I have changed my mind about {thing} twice, both times while walking.",
    "Between {a} and {b} I have no religion, only a preference that I have not examined.",
  ],
} as const satisfies Record<string, readonly string[]>;

/** Short last sentences: a shade of character, nothing more. */
export const COLOURS = [
  "I would be glad to be wrong.",
  "That is the whole of my wisdom.",
  "Correct me if I am being romantic.",
  "I may be wrong, but then I would like to be wrong out loud.",
  "There, I have said it.",
  "And yes, I know how that sounds.",
  "I will not die on this hill, but I would have lunch there.",
  "Write that down before I take it back.",
  "Ask me again tomorrow.",
  "That is not cynicism, it is Tuesday.",
  "I would bet a small cake on it.",
  "Somebody had to say it, and I drew the short straw.",
  "I say that as a friend.",
  "It took me a while to see that.",
] as const;

/** Appended to a draft that was refused and still holds. */
export const BRIDGES = [
  "({who} spoke while I was writing; I have read it, and this still holds.)",
  "I wrote that before I had read {who}, and would say it a little softer now.",
  "After what {who} has just said, even more so.",
  "{who} and I seem to be circling the same thing.",
  "{who} got to {handle} while I was typing; read this as a footnote.",
  "And {who}, to yours in a moment.",
  "{who}, we were typing at the same time, so take this as a second opinion.",
] as const;

/** In the place of a segment that was undone because of what somebody else has said. */
export const REVISIONS = {
  /** The other has said the same. */
  same: [
    "What I had written {who} has said already.",
    "{who} was quicker, so let me turn to what is left.",
    "I was about to repeat {who} with more words.",
    "I had the same, but {who} has put it better.",
    "{who} has taken the words out of my draft.",
  ],
  /** The other has asked this participant. */
  asked: [
    "Hold on, {who} has asked me something.",
    "There was more, but {who} has a question for me.",
    "I leave it at that, because {who} asks.",
    "More on that later, {who} wants to know something.",
  ],
  other: [
    "I had another ending here, and then {who} spoke.",
    "Having read {who}, I take the rest back.",
    "Now that {who} has brought up {handle}, I would put it differently.",
    "Wait, {who} has just changed what I was going to say.",
    "That was going to end differently, until {who} wrote.",
    "Here I had a second point, but {who}'s is the better one.",
  ],
} as const satisfies Record<string, readonly string[]>;

/** Proposals made of the terms that came up. */
export const SYNTHESES = [
  "So far I hear two things: {deal}, and {deal2}.",
  "If I put {who} and {third} together, we get {deal}, plus {deal2}.",
  "Let me try to write it down: {deal}; {deal2}; the rest stays open.",
  "With {deal} I could go along. With {deal2} I would even be glad.",
  "There is a version of this I would sign, and it has {deal} in it.",
  "I notice that we have stopped fighting over {handle}. May I note {deal} as agreed?",
  "Two points have survived all of us: {deal}, and {deal2}.",
  "My last doubt would go away with {deal}.",
  "Give me {deal}, and I will defend it against anybody outside this room.",
  "What would be left of my objection if we had {deal}? Not much.",
  "I would trade {deal} for {deal2}, and call it a good evening.",
  "Then the draft reads: {deal}. I can add {deal2}, if nobody faints.",
] as const;

/** The question after a proposal. */
export const POLLS = [
  "{third}, can you live with that?",
  "What is missing, {third}?",
  "{third}, does that cover your worry?",
  "Did I leave anybody behind, {third}?",
  "{third}, where would you put the red pen?",
] as const;

/** The answer to a poll. */
export const ASSENTS = [
  "I can live with that, {who}.",
  "Yes, {who}, as long as {deal} stays in.",
  "It covers my worry, {who}, or at least the part I say out loud.",
  "Nearly, {who}. I would add {deal} and then keep quiet.",
  "Nothing is missing that I could find tonight, {who}.",
  "No red pen from me, {who}, only a pencil: {deal}.",
] as const;

export const CLOSINGS = [
  "I have said what I had. With {deal} in it, count me in.",
  "Good. I leave with fewer opinions than I brought, and with {deal}.",
  "Then we have it. Somebody write down {deal} before we all remember it differently.",
  "Nothing to add from me; {deal} was the piece I was missing.",
  "I am done, and not unhappy. {who}, thank you for insisting on {handle}.",
  "That is a good place to stop. I go on grumbling about {handle}, but quietly.",
  "Enough from me. If anybody asks what we decided: {deal}, and no more speeches.",
  "I will sleep on {handle}, but I believe we are there.",
  "Let us stop while we agree; it may not last.",
  "We have not solved {thing}. We did find out where we disagree, which is cheaper and lasts longer.",
  "I rest my case, such as it was. The best line was {who}'s.",
  "Then I close my notebook. The last line in it reads: {deal}.",
] as const;

/** When the room asks a participant to go on that has nothing left. */
export const WRAP_UPS = [
  "I am still here, only content.",
  "Nothing more from my side, and I mean it kindly.",
  "My silence is agreement, for once.",
  "Since I am asked: I would start tomorrow morning, with {deal}.",
  "No more from me. We left the question in better shape than we found it.",
  "I was only enjoying the quiet.",
  "You may switch off the light, I have found my coat.",
  "Ask me in a year, and I will pretend that I said all of it.",
  "From me only a nod, which does not come across well in writing.",
] as const;
