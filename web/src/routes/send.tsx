import { createAsync, revalidate } from "@solidjs/router";
import { Show } from "solid-js";
import { Allowed } from "../features/session/allowed.tsx";
import { readClinic } from "../features/submissions/queries.ts";
import { SendFlow } from "../features/upload/send-flow.tsx";
import { UPLOAD_WORDS as WORDS } from "../features/upload/words.ts";
import { EmergencyLine, Loading, PageHead } from "../ui/page.tsx";

/** Send files: what it is, the files, and their way to the clinic. */
export default function SendPage() {
  const clinic = createAsync(() => readClinic());
  return (
    <Allowed to={["sender"]}>
      <PageHead title={WORDS.title} back={{ href: "/", word: WORDS.home }} />
      <EmergencyLine />
      <Loading onRetry={() => void revalidate(readClinic.key)}>
        <Show when={clinic()}>{(view) => <SendFlow clinic={view()} />}</Show>
      </Loading>
    </Allowed>
  );
}
