/**
 * A message as markdown: never HTML, never an image from somewhere (one that is in the text itself is shown where `images`
 * says so), links only to the web and to mail. What the parser cannot take is shown as it is.
 */
import { Component, memo, type ReactNode } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { isMarkdown } from "../state/display-text.ts";

const PLUGINS = [remarkGfm];
const ALLOWED = /^(?:https?:\/\/|mailto:)/i;
/** Of these a browser makes nothing but a picture. */
const IMAGE = /^data:image\/(?:png|jpeg|gif|webp);base64,[\w+/=]*$/i;

const COMPONENTS: Components = {
  a({ href, children }) {
    if (href === undefined || !ALLOWED.test(href)) return <span className="inert-link">{children}</span>;
    return (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    );
  },
  img: Words,
};

/** What stands for an image: its words, and where it is. */
function Words({ alt, src }: { readonly alt?: string | undefined; readonly src?: unknown }) {
  const address = typeof src === "string" && ALLOWED.test(src) ? src : null;
  const words = `🖼 ${alt === undefined || alt === "" ? "image" : alt}`;
  if (address === null) return <span className="inert-link">{words}</span>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow">
      {words}
    </a>
  );
}

const WITH_IMAGES: Components = {
  ...COMPONENTS,
  img(props) {
    const { alt, src } = props;
    if (typeof src === "string" && IMAGE.test(src)) return <img src={src} alt={alt ?? ""} />;
    return Words(props);
  },
};

export interface MarkdownProps {
  readonly text: string;
  readonly images?: boolean;
}

export const Markdown = memo(function Markdown({ text, images = false }: MarkdownProps) {
  const plain = <p className="plain">{text}</p>;
  if (!isMarkdown(text)) return plain;
  return (
    <OtherwisePlain plain={plain} text={text}>
      <ReactMarkdown
        remarkPlugins={PLUGINS}
        components={images ? WITH_IMAGES : COMPONENTS}
        urlTransform={images ? safeOrImage : safeUrl}
        skipHtml={false}
      >
        {text}
      </ReactMarkdown>
    </OtherwisePlain>
  );
});

function safeUrl(url: string): string {
  return ALLOWED.test(url) ? url : "";
}

function safeOrImage(url: string, key: string): string {
  return key === "src" && IMAGE.test(url) ? url : safeUrl(url);
}

interface OtherwisePlainProps {
  readonly text: string;
  readonly plain: ReactNode;
  readonly children: ReactNode;
}

interface OtherwisePlainState {
  readonly failed: boolean;
  readonly text: string;
}

class OtherwisePlain extends Component<OtherwisePlainProps, OtherwisePlainState> {
  override state: OtherwisePlainState = { failed: false, text: this.props.text };

  /** Another text is tried anew; one that grows keeps what is drawn of it. */
  static getDerivedStateFromProps({ text }: OtherwisePlainProps, state: OtherwisePlainState): OtherwisePlainState {
    return text === state.text ? state : { failed: false, text };
  }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.plain : this.props.children;
  }
}
