import { Devices } from "../features/profile/devices.tsx";
import { Looks } from "../features/profile/looks.tsx";
import { Person } from "../features/profile/person.tsx";
import { PROFILE_WORDS as WORDS } from "../features/profile/words.ts";
import { PageHead } from "../ui/page.tsx";

/** Oneself: who, how the pages look, where one is signed in. For every role. */
export default function ProfilePage() {
  return (
    <>
      <PageHead title={WORDS.title}>
        <p class="lede">{WORDS.lede}</p>
      </PageHead>
      <div class="profile">
        <Person />
        <Looks />
        <Devices />
      </div>
    </>
  );
}
