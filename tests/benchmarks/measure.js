// From the act to the last change that the page shows for it, in milliseconds: the page is done
// once the script has run and nothing has changed for a while. Animations are not waited for.
(quiet) => {
  window.placementMeasure = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    const began = performance.now();
    let last = null, ran = false;
    const watch = new MutationObserver((changes) => {
      for (const each of changes) {
        if (each.target === app && each.attributeName === 'data-test-script-state') {
          ran = ran || app.dataset.testScriptState === 'running';
          continue;
        }
        last = performance.now();
      }
    });
    watch.observe(app, {subtree: true, childList: true, characterData: true, attributes: true,
      attributeFilter: ['data-test-script-state', 'd', 'transform', 'value', 'checked', 'style']});
    window.placementDone = new Promise((done) => {
      const look = () => {
        const now = performance.now();
        const rest = app.dataset.testScriptState === 'notRunning';
        if (rest && last !== null && now - last > quiet || now - began > 20000) {
          watch.disconnect();
          done(last === null ? null : last - began);
        } else setTimeout(look, 5);
      };
      look();
    });
    return true;
  };
}
