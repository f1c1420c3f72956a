/** The library's part for viewers: `import { ChatLogServer } from "llm-chat/viewer"`, records of any source shown in a browser. */
export { ChatLogServer, type ChatLogServerOptions } from "./logging/viewer/chat-log-server.ts";
export { type ParsedContent, parseMessageContent } from "./logging/viewer/parsed-content.ts";
