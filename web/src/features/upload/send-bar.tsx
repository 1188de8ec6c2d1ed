import { Icon } from "../../ui/icon.tsx";
import { UPLOAD_WORDS as WORDS } from "./words.ts";

/** How it is kept safe, beside every sending. */
export function SafeAside() {
  return (
    <aside class="stack" aria-label={WORDS.safeTitle}>
      <section class="sheet" aria-labelledby="safe">
        <header>
          <h2 id="safe">{WORDS.safeTitle}</h2>
        </header>
        <p class="small muted">{WORDS.safeText}</p>
      </section>
    </aside>
  );
}

/** The main act. Before it is ready it can be found all the same, and says what is missing. */
export function SendBar(props: {
  readonly missing: string | undefined;
  readonly onSend: () => void;
  /** Pressed while something is missing. */
  readonly onMissing?: (() => void) | undefined;
}) {
  return (
    <div class="decide send-bar">
      <p class="say" id="send-why">
        {props.missing}
      </p>
      <button
        class="btn primary lg spacer"
        type="button"
        aria-disabled={props.missing !== undefined}
        aria-describedby="send-why"
        onClick={() => {
          if (props.missing === undefined) props.onSend();
          else props.onMissing?.();
        }}
      >
        <Icon name="send" />
        {WORDS.send}
      </button>
    </div>
  );
}
