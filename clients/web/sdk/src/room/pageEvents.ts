/** Moments when the network may be another one or back. Answers the function that stops listening. */
export function onNetworkChange(listener: () => void): () => void {
  const whenVisible = (): void => {
    if (document.visibilityState === 'visible') {
      listener();
    }
  };
  const connection = (navigator as Navigator & { readonly connection?: EventTarget }).connection;
  addEventListener('online', listener);
  connection?.addEventListener('change', listener);
  document.addEventListener('visibilitychange', whenVisible);
  return () => {
    removeEventListener('online', listener);
    connection?.removeEventListener('change', listener);
    document.removeEventListener('visibilitychange', whenVisible);
  };
}

/** The tab goes away: closed, reloaded, or navigated elsewhere. The one event that phones send as well. */
export function onPageHide(listener: () => void): () => void {
  addEventListener('pagehide', listener);
  return () => removeEventListener('pagehide', listener);
}
