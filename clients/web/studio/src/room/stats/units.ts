/** Numbers of the statistics as people read them; `–` is what was not measured. */
export const none = '–';

export function kilobits(bitrate: number | undefined): string {
  return bitrate === undefined ? none : `${Math.round(bitrate / 1000)} kbit/s`;
}

export function milliseconds(time: number | undefined): string {
  return time === undefined ? none : `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
}

export function percent(share: number | undefined): string {
  return share === undefined ? none : `${(share * 100).toFixed(1)} %`;
}

export function count(value: number | undefined): string {
  return value === undefined ? none : value.toLocaleString();
}

export function picture({ width, height, fps }: { readonly width: number | undefined; readonly height: number | undefined; readonly fps: number | undefined }): string {
  return width === undefined || height === undefined ? none : `${width}×${height} @ ${fps === undefined ? none : Math.round(fps)}`;
}

const sizes = ['q', 'h', 'f'] as const;

/** The size, by its RID or its number, and the frame rate. */
export function layer(value: { readonly spatial: number; readonly temporal: number } | undefined): string {
  return value === undefined ? none : `${sizes[value.spatial] ?? value.spatial}·${value.temporal}`;
}

/** Counts by reason, the largest first; `AwaitingKeyFrame` as people write it. */
export function reasons(drops: Readonly<Record<string, number>>): string {
  const some = Object.entries(drops).filter(([, packets]) => packets > 0).toSorted(([, a], [, b]) => b - a);
  return some.length === 0 ? '0' : some.map(([reason, packets]) => `${packets.toLocaleString()} ${inLetters(reason)}`).join(', ');
}

function inLetters(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}
