/** The smallest Ink program: one line on the alternate screen. */
import { render, Text } from "ink";

render(<Text>hello</Text>, { alternateScreen: true });
