/** A telephone number to press. Its address has no spaces: some phones dial only up to the first. */
export function PhoneLink(props: { readonly phone: string }) {
  return <a href={`tel:${props.phone.replace(/[^+\d]/g, "")}`}>{props.phone}</a>;
}
