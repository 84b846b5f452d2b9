/** A moment as this browser's language writes it; of another day than today with its date. */
export function timeOf(moment: Date, now = new Date()): string {
  const isToday = moment.toDateString() === now.toDateString();
  return moment.toLocaleString([], isToday
    ? { hour: '2-digit', minute: '2-digit' }
    : { day: 'numeric', month: 'short', ...(moment.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }), hour: '2-digit', minute: '2-digit' });
}

/** `45 s`, `12 min`, `1 h 05 min`. */
export function spanOf(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
