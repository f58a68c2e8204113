/** Input that was not submitted yet, kept in this tab. */

/** A form's draft, by a stable name. */
export function draft(name) {
  const key = `draft.${name}`;
  return {
    read() {
      try {
        return JSON.parse(sessionStorage.getItem(key)) ?? {};
      } catch {
        return {};
      }
    },
    write(values) {
      sessionStorage.setItem(key, JSON.stringify(values));
    },
    forget() {
      sessionStorage.removeItem(key);
    },
  };
}
