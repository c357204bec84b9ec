/* The framework's own words in Chinese, by the list in chinese.json.

   Streamlit has no translations. Its words stand in the document whole, so whole strings are looked up and nothing else is
   touched; what the board itself drew (st.html, components, Markdown) is passed over. The work is done in the observer's
   own call, before the browser paints: English is never seen, not even for a frame. */
(() => {
  "use strict";
  const { words, shapes } = __LIST__;
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"];
  const ATTRIBUTES = ["aria-label", "aria-roledescription", "aria-valuetext", "alt", "placeholder", "title"];
  const OURS = '[data-testid="stHtml"], [data-testid^="stBidiComponent"], [data-testid="stMarkdown"],'
    + ' [data-testid="stCaptionContainer"], textarea, svg, script, style';
  const LATIN = /[A-Za-z]{2}/;
  const LONGEST = 400;

  // Calendars and lists take the browser's language, and know Chinese by themselves: the board's is Chinese everywhere.
  for (const [name, value] of [["language", "zh-CN"], ["languages", ["zh-CN", "zh"]]]) {
    Object.defineProperty(navigator, name, { configurable: true, get: () => value });
  }

  const known = new Map(Object.entries(words));
  const patterns = Object.entries(shapes).map(([english, chinese]) => {
    const names = [];
    const source = english.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{(\w+)\}/g, (_, name) => {
      names.push(name);
      return name === "month" ? `(${MONTHS.join("|")})` : "(.+?)";
    });
    return { names, chinese, pattern: new RegExp(`^${source}$`) };
  });

  const chineseFor = (text) => {
    if (text.length > LONGEST || !LATIN.test(text)) return null;
    const whole = text.trim();
    if (known.has(whole)) return known.get(whole);
    for (const { names, chinese, pattern } of patterns) {
      const found = pattern.exec(whole);
      if (found) {
        const given = new Map(names.map((name, place) => [name, found[place + 1]]));
        return chinese.replace(/\{(\w+)\}/g, (_, name) =>
          name === "month" ? MONTHS.indexOf(given.get(name)) + 1 : given.get(name));
      }
    }
    return null;
  };

  const inText = (node) => {
    const chinese = chineseFor(node.data);
    if (chinese !== null) node.data = chinese;
  };
  const inAttribute = (element, name) => {
    const english = element.getAttribute(name);
    const chinese = english && chineseFor(english);
    if (chinese) element.setAttribute(name, chinese);
  };
  const inElement = (element) => ATTRIBUTES.forEach((name) => inAttribute(element, name));
  const visited = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      inText(node);
      return NodeFilter.FILTER_ACCEPT;
    }
    if (node.matches(OURS)) return NodeFilter.FILTER_REJECT;
    inElement(node);
    return NodeFilter.FILTER_ACCEPT;
  };
  const within = (root) => {
    if (root.nodeType !== Node.TEXT_NODE && root.nodeType !== Node.ELEMENT_NODE) return;
    if (visited(root) === NodeFilter.FILTER_REJECT || root.nodeType === Node.TEXT_NODE) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, visited);
    while (walker.nextNode());
  };
  const isOurs = (node) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    return element === null || element.closest(OURS) !== null;
  };

  new MutationObserver((records) => {
    for (const { type, target, attributeName, addedNodes } of records) {
      if (isOurs(target)) continue;
      if (type === "childList") addedNodes.forEach(within);
      else if (type === "characterData") inText(target);
      else inAttribute(target, attributeName);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
})();
