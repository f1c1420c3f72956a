/**
 * Runs before each test file. A leak of listeners is a warning on stderr that nobody reads: here it fails the run.
 * (Unhandled rejections fail it by themselves.)
 */
process.on("warning", (warning) => {
  if (warning.name === "MaxListenersExceededWarning") throw warning;
});
