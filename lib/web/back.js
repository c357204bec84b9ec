/* An address that is only completed is no step of Back.

   A page writes the day, the period, the own unit into an address that lacks them, so that it can be passed on. Streamlit
   makes each writing a step, and Back would first lead to the same page again. */
(() => {
  "use strict";
  const COMPLETED = { "": ["as_of", "period"], my_unit: ["unit"], reports: ["unit"], changes: ["since"] };

  const isCompleted = (before, after) => {
    if (before.pathname !== after.pathname) return false;
    const names = [...COMPLETED[""], ...(COMPLETED[after.pathname.split("/").pop()] || [])];
    const added = [...after.searchParams.keys()].filter((name) => !before.searchParams.has(name));
    return added.length > 0 && added.every((name) => names.includes(name))
      && [...before.searchParams].every(([name, value]) => after.searchParams.get(name) === value);
  };

  const push = history.pushState.bind(history);
  history.pushState = (state, title, url) => {
    const before = new URL(location.href), after = new URL(url ?? before, before);
    if (isCompleted(before, after)) history.replaceState(state, title, url);
    else push(state, title, url);
  };
})();
