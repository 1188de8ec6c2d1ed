import { SubmissionID } from "@postern/contract";
import { createAsync, revalidate, useParams } from "@solidjs/router";
import { Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { createSentFiles } from "../features/opening/create-sent-files.ts";
import { Allowed } from "../features/session/allowed.tsx";
import { SubmissionReceipt } from "../features/receipts/receipt.tsx";
import { SubmissionDocuments } from "../features/submissions/documents.tsx";
import { Lookers } from "../features/submissions/lookers.tsx";
import { createSubmissionPoll } from "../features/submissions/create-poll.ts";
import { readClinic, readLooks, readSubmission } from "../features/submissions/queries.ts";
import { Timeline } from "../features/submissions/timeline.tsx";
import { SENDER_WORDS as WORDS, titleOf } from "../features/submissions/words.ts";
import { Loading, PageHead } from "../ui/page.tsx";
import NotFoundPage from "./not-found.tsx";

/** Where one sending is, what it holds, and who looked. */
export default function SubmissionPage() {
  const params = useParams();
  const submissionID = () => SubmissionID.safeParse(params["submissionID"]).data;
  return (
    <Allowed to={["sender"]}>
      <Show when={submissionID()} keyed fallback={<NotFoundPage />}>
        {(id) => (
          <Loading isPage onRetry={() => void revalidate([readSubmission.keyFor(id), readClinic.key])}>
            <Submission submissionID={id} />
          </Loading>
        )}
      </Show>
    </Allowed>
  );
}

function Submission(props: { readonly submissionID: SubmissionID }) {
  const first = createAsync(() => readSubmission(props.submissionID));
  const clinic = createAsync(() => readClinic());
  const living = createSubmissionPoll(first);
  const files = createSentFiles(() => void revalidate(readLooks.keyFor(props.submissionID)));
  const viewer = () => (files.chosen() === undefined ? undefined : files.viewer());
  const locationName = () =>
    clinic()?.locations.find(({ locationID }) => locationID === living.view()?.locationID)?.name;
  return (
    <Show when={living.view()}>
      {(view) => (
        <>
          <PageHead title={titleOf(view())} back={{ href: "/", word: WORDS.home }}>
            <p class="lede">
              {[locationName(), clinic()?.name].filter(Boolean).join(", ")}. {WORDS.number}{" "}
              <span class="mono">{view().number}</span>
            </p>
          </PageHead>
          <div class="columns" classList={{ viewing: viewer() !== undefined }}>
            <Show when={viewer()}>
              {(component) => (
                <Dynamic
                  component={component()}
                  files={files}
                  view={view()}
                  viewer={clinic()?.me.displayName ?? view().number}
                />
              )}
            </Show>
            <div class="stack loose">
              <Timeline view={view()} phone={clinic()?.phone} isStale={living.isStale()} />
              <SubmissionReceipt view={view()} />
            </div>
            <div class="stack loose">
              <SubmissionDocuments view={view()} files={files} />
              <Loading onRetry={() => void revalidate(readLooks.key)}>
                <Lookers view={view()} manifest={files.opening.manifest()?.manifest} />
              </Loading>
            </div>
          </div>
        </>
      )}
    </Show>
  );
}
