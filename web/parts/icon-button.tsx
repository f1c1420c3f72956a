/** A button that is an icon: its label is for those who hear it, and a tooltip. */
import { Icon, type IconName } from "./icons.tsx";

export interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly className?: string;
}

export function IconButton({ icon, label, onClick, pressed, disabled, className = "" }: IconButtonProps) {
  return (
    <button
      type="button"
      className={`icon-button ${className}`}
      aria-label={label}
      title={label}
      onClick={onClick}
      disabled={disabled}
      {...(pressed !== undefined && { "aria-pressed": pressed })}
    >
      <Icon name={icon} />
    </button>
  );
}
