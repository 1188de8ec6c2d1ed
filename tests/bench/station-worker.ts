import { serveStation } from "@postern/client";

/** Lends this thread to whoever sends a port. */
self.addEventListener("message", ({ data }: MessageEvent<MessagePort>) => serveStation(data), { once: true });
