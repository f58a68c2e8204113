/** What was begun and not finished, kept in this tab until it is. */

/** A form's draft under a lasting name. */
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
