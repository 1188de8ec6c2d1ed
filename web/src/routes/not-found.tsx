import { A } from "@solidjs/router";
import { SESSION_WORDS } from "../features/session/words.ts";
import { PageHead } from "../ui/page.tsx";

/** An address that leads nowhere. */
export default function NotFoundPage() {
  return (
    <>
      <PageHead title={SESSION_WORDS.notFound}>
        <p class="lede">{SESSION_WORDS.notFoundText}</p>
      </PageHead>
      <p>
        <A class="btn secondary" href="/">
          {SESSION_WORDS.goHome}
        </A>
      </p>
    </>
  );
}
