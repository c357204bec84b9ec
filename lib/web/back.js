/* One act is one step of Back.

   A page writes the day, the period, the own unit into an address that lacks them, so that it can be passed on. Streamlit
   makes each writing a step, and Back would first lead to the same page again. And it leads to another page in two: the new
   query on the old page, which nobody asked for, then the new page. */
(() => {
  "use strict";
  const COMPLETED = { my_unit: ["unit"], reports: ["unit"], changes: ["since"] };

  const isCompleted = (before, after) => {
    if (before.pathname !== after.pathname) return false;
    const page = after.pathname.split("/").pop();
    const names = ["as_of", ...(page === "periods" ? [] : ["period"]), ...(COMPLETED[page] || [])];
    const added = [...after.searchParams.keys()].filter((name) => !before.searchParams.has(name));
    return added.length > 0 && added.every((name) => names.includes(name))
      && [...before.searchParams].every(([name, value]) => after.searchParams.get(name) === value);
  };

  const push = history.pushState.bind(history);
  let halfway = "";
  history.pushState = (state, title, url) => {
    const before = new URL(location.href), after = new URL(url ?? before, before);
    const isSecondHalf = halfway === before.href && before.pathname !== after.pathname && before.search === after.search;
    halfway = before.pathname === after.pathname ? after.href : "";
    if (isSecondHalf || isCompleted(before, after)) history.replaceState(state, title, url);
    else push(state, title, url);
  };
})();
