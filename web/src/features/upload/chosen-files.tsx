import type { UploadPage } from "./create-upload.ts";
import { FileList } from "./file-list.tsx";
import { JoinPhotos } from "./join-photos.tsx";

/** The chosen files of a sending, and what can be done with them. */
export function ChosenFiles(props: {
  readonly upload: UploadPage;
  readonly phone: string | undefined;
  /** Whether the person is asked what each file is. */
  readonly asksKinds: boolean;
}) {
  return (
    <>
      <FileList
        state={props.upload.state()}
        phone={props.phone}
        onRemove={props.upload.remove}
        onKind={props.asksKinds ? props.upload.setKind : undefined}
        onUseAnyway={props.upload.useAnyway}
        onInstead={props.upload.instead}
      />
      <JoinPhotos state={props.upload.state()} onJoin={props.upload.joinPhotos} />
    </>
  );
}
