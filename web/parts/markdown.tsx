/**
 * A message as markdown: never HTML, never an image from somewhere, links only to the web and to mail. What the parser
 * cannot take is shown as it is.
 */
import { Component, memo, type ReactNode } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { isMarkdown } from "../state/display-text.ts";

const PLUGINS = [remarkGfm];
const ALLOWED = /^(?:https?:\/\/|mailto:)/i;

const COMPONENTS: Components = {
  a({ href, children }) {
    if (href === undefined || !ALLOWED.test(href)) return <span className="inert-link">{children}</span>;
    return (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    );
  },
  img({ alt, src }) {
    const address = typeof src === "string" && ALLOWED.test(src) ? src : null;
    const words = `🖼 ${alt === undefined || alt === "" ? "image" : alt}`;
    if (address === null) return <span className="inert-link">{words}</span>;
    return (
      <a href={address} target="_blank" rel="noopener noreferrer nofollow">
        {words}
      </a>
    );
  },
};

export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  const plain = <p className="plain">{text}</p>;
  if (!isMarkdown(text)) return plain;
  return (
    <OtherwisePlain plain={plain} key={text}>
      <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS} urlTransform={safeUrl} skipHtml={false}>
        {text}
      </ReactMarkdown>
    </OtherwisePlain>
  );
});

function safeUrl(url: string): string {
  return ALLOWED.test(url) ? url : "";
}

class OtherwisePlain extends Component<{ readonly plain: ReactNode; readonly children: ReactNode }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.plain : this.props.children;
  }
}
