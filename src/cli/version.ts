/** The one place that knows the version; the bundler inlines it. */
import manifest from "../../package.json" with { type: "json" };

export const VERSION: string = manifest.version;
