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

// The last resort: an error that nothing else has handled is told by this code, which needs none of the pages' own.
(function () {
  var texts = {
    en: ['This page has failed. What you were told is done stays done. Please reload the page.', 'Reload'],
    ko: ['이 화면에 오류가 발생했습니다. 완료되었다고 안내된 일은 그대로 유지됩니다. 화면을 새로 고침해 주세요.', '새로 고침'],
  };
  function tell() {
    if (document.querySelector('.last-resort')) return;
    var text = texts[document.documentElement.lang] || texts.en;
    var note = document.createElement('div');
    note.className = 'note bad slip last-resort';
    note.setAttribute('role', 'alert');
    var words = document.createElement('p');
    words.textContent = text[0];
    var button = document.createElement('button');
    button.type = 'button';
    button.className = 'button small-button';
    button.textContent = text[1];
    button.addEventListener('click', function () {
      location.reload();
    });
    note.append(words, button);
    document.body.append(note);
    document.documentElement.classList.remove('starting');
  }
  window.addEventListener('unhandledrejection', tell);
  // While it is on its way, so that a script that does not load is noticed, too.
  window.addEventListener(
    'error',
    function (event) {
      if (event instanceof ErrorEvent || event.target instanceof HTMLScriptElement) tell();
    },
    true,
  );
})();
