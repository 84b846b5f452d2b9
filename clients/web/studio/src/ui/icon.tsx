import type { VNode } from 'preact';

const slash = 'M4 4l16 16';
const microphone = 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21';
const camera = 'M4 7h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2zM16 11l5.5-3v8L16 13';

/** Strokes in a box of 24 by 24. */
const paths = {
  microphone,
  microphoneOff: `${microphone}${slash}`,
  camera,
  cameraOff: `${camera}${slash}`,
  screen: 'M3 5h18v11H3zM8 20h8M12 16v4M12 13V8M9.5 10.5L12 8l2.5 2.5',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M13 7a2 2 0 1 0 4 0a2 2 0 1 0-4 0M7 17a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
  link: 'M10 14a4 4 0 0 0 5.7 0l3.2-3.2a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.2 3.2a4 4 0 0 0 5.7 5.7l1.2-1.2',
  leave: 'M14 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8M10 12h11M17.5 8.5L21 12l-3.5 3.5',
  end: 'M12 3v9M6.3 6.8a8 8 0 1 0 11.4 0',
  chat: 'M4 5h16v11H10l-5 4v-4H4z',
  stats: 'M4 20V11M10 20V4M16 20v-7M21 20H3',
  eye: 'M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12zM12 9.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 1 0 0-5.6',
  send: 'M4 12l16-8-6 16-3-6.500zM11 13.500L20 4',
  close: 'M6 6l12 12M18 6L6 18',
  sound: 'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM15.500 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11',
  pin: 'M9 3h6l-1 7 3.500 3.500h-11L10 10zM12 13.500V21',
  spotlight: 'M4 5h16v10H4zM9 19h6M12 15v4M12 7.500l.900 1.800 2 .300-1.450 1.400.350 2-1.800-.950-1.800.950.350-2-1.450-1.400 2-.300z',
  check: 'M5 12.500l4.500 4.500L19 7.500',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
