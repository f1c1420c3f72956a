/** A process that imports Ink and React, says so, and does nothing else. */
import * as ink from "ink";
import * as react from "react";

// Used, so that the bundler keeps them.
process.stdout.write(`imported ${Object.keys(ink).length + Object.keys(react).length > 0}\n`);
