import { createSignal } from "solid-js";
import { PatientFactsList } from "../features/submissions/patient-facts.tsx";
import { createFacts } from "../features/upload/create-facts.ts";
import { createReferral } from "../features/upload/create-referral.ts";
import { FactsForm } from "../features/upload/facts-form.tsx";
import { KeptReferral } from "../features/upload/kept-referral.tsx";
import { PatientForm } from "../features/upload/patient-form.tsx";
import { Devices } from "../features/profile/devices.tsx";
import { Looks } from "../features/profile/looks.tsx";
import { StepUpDialog } from "../features/step-up/step-up-dialog.tsx";
import { AskList } from "../features/submissions/ask-list.tsx";
import { Loading } from "../ui/page.tsx";
import { CLINIC, PATIENT, document } from "./samples.ts";
import { Sample, Section } from "./section.tsx";

/** What a sender is asked, and what belongs to whoever is signed in. */
export function Asking() {
  const referral = createReferral("gallery referral");
  const facts = createFacts(CLINIC, referral.note);
  return (
    <>
      <Section title="Asking">
        <Sample name="what the clinic needs: the lit thing of the home" wide>
          <Loading>
            <AskList />
          </Loading>
        </Sample>
        <Sample name="the few answers that route">
          <FactsForm clinic={CLINIC} facts={facts} />
        </Sample>
        <Sample name="whom a practice writes about, tried too early">
          <PatientForm patient={referral} isTried />
        </Sample>
        <Sample name="that a referral was begun before">
          <KeptReferral referral={{ ...referral, begunAt: () => "2026-11-20T14:14:00Z" }} />
        </Sample>
        <Sample name="whom a practice wrote about">
          <PatientFactsList patient={PATIENT} />
        </Sample>
      </Section>
      <Section title="One’s own">
        <Sample name="language and colours">
          <Looks />
        </Sample>
        <Sample name="where one is signed in">
          <Loading>
            <Devices />
          </Loading>
        </Sample>
        <StepUp />
      </Section>
    </>
  );
}

function StepUp() {
  const [isOpen, setOpen] = createSignal(false);
  return (
    <Sample name="once more, who it is">
      <button class="btn secondary" type="button" onClick={() => setOpen(true)}>
        Ask who it is
      </button>
      <StepUpDialog
        isOpen={isOpen()}
        title="Save a copy of letter.pdf?"
        actWord="Save the copy"
        operation="document.export"
        targetID={document(1, "verified").documentID}
        act={() => Promise.resolve()}
        onClose={() => setOpen(false)}
      >
        <p class="muted">This copy leaves Postern. The log will show your name.</p>
      </StepUpDialog>
    </Sample>
  );
}
