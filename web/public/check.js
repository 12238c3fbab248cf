// Runs before the app in every browser, however old: ES5 only. Marks <html> when the app cannot work here; the page then says what to change.
;(function () {
  var missing = []
  function need(name, present) {
    if (!present) missing.push(name)
  }
  var insecure = 'isSecureContext' in window && !window.isSecureContext
  need('Promise', typeof Promise === 'function')
  need('structuredClone', typeof structuredClone === 'function')
  need('WebAssembly', typeof WebAssembly === 'object')
  need('BigInt', typeof BigInt === 'function')
  need('ReadableStream', typeof ReadableStream === 'function')
  need('Web Worker', typeof Worker === 'function')
  need('Array.prototype.toSorted', typeof Array.prototype.toSorted === 'function')
  if (!insecure) need('Web Cryptography', !!(window.crypto && window.crypto.subtle))
  need(
    'Media Source Extensions (H.264)',
    typeof MediaSource === 'function' && MediaSource.isTypeSupported('video/mp4; codecs="avc1.4d401f"'),
  )
  var html = document.documentElement
  // the page is of another build than the files beside it
  window.addEventListener(
    'error',
    function (event) {
      if (event.target && event.target.tagName === 'SCRIPT') html.className += ' unsupported is-broken'
    },
    true,
  )
  if (!missing.length && !insecure) return
  html.className += ' unsupported' + (missing.length ? ' is-old' : '') + (insecure ? ' is-http' : '')
  if (insecure) missing.unshift('https')
  document.getElementById('missing').innerHTML = missing.join(', ')
})()
