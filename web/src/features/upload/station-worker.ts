import { serveStation } from "@postern/client";

/** A second place where parts are sealed and sent, for the worker at the other end of the port. */
self.addEventListener(
  "message",
  ({ data }: MessageEvent<{ readonly station: MessagePort }>) => {
    serveStation(data.station);
    self.postMessage("ready");
  },
  { once: true },
);
