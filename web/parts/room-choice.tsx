/** The switch between the rooms of a server, where it has several. */
import { nameText } from "../state/display-text.ts";
import { usePage, useTools } from "./page-context.ts";

export function RoomChoice() {
  const { model } = useTools();
  const rooms = usePage((page) => page.rooms);
  const room = usePage((page) => page.room);
  if (rooms.length < 2) return null;
  return (
    <label className="room-choice">
      <span className="only-heard">Room</span>
      <select value={room ?? rooms[0]} onChange={(event) => model.chooseRoom(event.target.value)}>
        {rooms.map((name) => (
          <option key={name} value={name}>
            {nameText(name)}
          </option>
        ))}
      </select>
    </label>
  );
}
