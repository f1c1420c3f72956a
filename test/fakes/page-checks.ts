/** What is asked of a page in a browser: whether all can read it, and name its controls. */

/** Texts in sight whose contrast with what is behind them is below 4.5 (3 for large ones). */
export const FAINT_TEXTS = `(() => {
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const paint = (colors) => {
    context.clearRect(0, 0, 1, 1);
    for (const color of colors) { context.fillStyle = color; context.fillRect(0, 0, 1, 1); }
    return context.getImageData(0, 0, 1, 1).data;
  };
  const luminance = (rgb) => {
    const [r, g, b] = [rgb[0], rgb[1], rgb[2]].map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.nodeValue.trim() || !element.checkVisibility() || element.closest("script, style, noscript, .only-heard, :disabled, option")) continue;
    const behind = [];
    for (let at = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
    const style = getComputedStyle(element);
    const [a, b] = [luminance(paint(behind)), luminance(paint([...behind, style.color]))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5)) faint.push(element.className + ": " + node.nodeValue.slice(0, 30) + " " + contrast.toFixed(2));
  }
  return faint;
})()`;

/** Controls without a name, or that the tab key does not reach. */
export const NAMELESS = `[...document.querySelectorAll("button, input:not([hidden]), select, [role=slider], [role=separator]")]
  .filter((element) => {
    const label = element.getAttribute("aria-label") ?? element.closest("label")?.textContent ?? element.textContent;
    return !label?.trim() || (element.tabIndex < 0 && !element.disabled);
  }).map((element) => element.outerHTML)`;
