import { A } from "@solidjs/router";
import { CheckReceipt } from "../features/receipts/check.tsx";
import { RECEIPT_WORDS as WORDS } from "../features/receipts/words.ts";
import gate from "../ui/assets/gate.svg";
import { Languages } from "../features/session/languages.tsx";
import { Wordmark } from "../ui/mark.tsx";
import { PageHead } from "../ui/page.tsx";

/** Anyone checks a receipt here, signed in or not. */
export default function VerifyPage() {
  return (
    <div class="gate">
      <main class="gate-form" id="main" tabindex={-1}>
        <div class="gate-top">
          <Wordmark href="/" />
          <Languages />
        </div>
        <PageHead title={WORDS.checkTitle}>
          <p class="lede">{WORDS.checkLede}</p>
        </PageHead>
        <CheckReceipt />
        <footer>
          <p>
            <A class="more" href="/">
              {WORDS.back}
            </A>
          </p>
        </footer>
      </main>
      <aside class="gate-art" aria-hidden="true">
        <img src={gate} alt="" />
      </aside>
    </div>
  );
}
