/** Every test of the project. Unit tests stand beside their sources, what needs several parts is in test/. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}", "web/**/*.test.ts"],
    globalSetup: ["test/global-setup.ts"],
    setupFiles: ["test/setup.ts"],
    reporters: ["default", "./test/plain-reporter.ts"],
    // Processes, because journeys send signals and the terminal interface sets process state.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // As long as it takes on a busy machine; what never comes fails all the same.
    expect: { poll: { timeout: 10_000 } },
    coverage: {
      provider: "v8",
      include: ["src/**/*.{ts,tsx}", "web/**/*.{ts,tsx}"],
      exclude: ["**/*.test.{ts,tsx}", "src/cli/start.ts"],
      reporter: ["text", "html", "json-summary"],
    },
  },
});
