import { Icon } from "../../ui/icon.tsx";
import type { IconName } from "../../ui/icon-paths.ts";

/** A button of the viewer that is a drawing; what it does is its name. */
export function Tool(props: {
  readonly icon: IconName;
  readonly label: string;
  readonly isOff?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button
      class="btn icon-only"
      type="button"
      aria-label={props.label}
      title={props.label}
      aria-disabled={props.isOff === true}
      onClick={() => props.onClick()}
    >
      <Icon name={props.icon} />
    </button>
  );
}
