/** A picture that comes as base64, drawn as far as it has come. */
import { memo, useEffect, useMemo, useState } from "react";
import { nameText } from "../../state/display-text.ts";
import { pictureUrl } from "../state/picture-url.ts";

export interface ImageViewProps {
  readonly type: "image/jpg" | "image/png";
  readonly base64: string;
  readonly title?: string | undefined;
  readonly isStreaming: boolean;
}

/** ms between two drawings of a picture that grows. */
const REDRAWN = 250;

export const ImageView = memo(function ImageView({ type, base64, title, isStreaming }: ImageViewProps) {
  const shown = useEvery(base64, isStreaming ? REDRAWN : 0);
  const url = useMemo(() => pictureUrl(type, shown), [type, shown]);
  const [broken, setBroken] = useState<string | null>(null);
  const size = `${Math.max(1, Math.round((base64.length * 3) / 4 / 1024))} kB`;
  return (
    <figure className="image-figure">
      {url !== null && broken !== url && (
        <img src={url} alt={title === undefined ? "Picture" : nameText(title)} onError={() => setBroken(url)} />
      )}
      {(url === null || broken === url) && (
        <p className="image-frame dim">
          {isStreaming ? `The picture is coming: ${size}` : `This is no picture that a browser can show (${size}).`}
        </p>
      )}
      {title && <figcaption>{nameText(title)}</figcaption>}
      {isStreaming && url !== null && <p className="dim note">{size} so far</p>}
    </figure>
  );
});

/** The value as it was at most `ms` ago. */
function useEvery(value: string, ms: number): string {
  const [shown, setShown] = useState(value);
  const isDue = ms === 0;
  useEffect(() => {
    if (isDue) return;
    const timer = setTimeout(() => setShown(value), shown === "" ? 0 : ms);
    return () => clearTimeout(timer);
  }, [value, ms, isDue, shown]);
  return isDue ? value : shown;
}
