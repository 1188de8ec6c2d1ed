import { createSignal } from "solid-js";

const [taskPlace, setTaskPlace] = createSignal<"/queues" | "/tasks">();
/** To which item of the navigation the task on the page belongs: a task is among one's own only while it is with one. */
export { taskPlace, setTaskPlace };
