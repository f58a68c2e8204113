// Runs before the first paint, so that neither the wrong colours nor the wrong language flash.
(function () {
  function kept(key) {
    try {
      return localStorage.getItem(key);
    } catch (denied) {
      return null;
    }
  }
  var root = document.documentElement;
  var theme = kept('theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  var wished = kept('language') || (navigator.languages || [navigator.language]).find(function (tag) {
    return /^(ko|en)\b/i.test(tag || '');
  });
  root.lang = /^ko/i.test(wished || '') ? 'ko' : 'en';
})();
