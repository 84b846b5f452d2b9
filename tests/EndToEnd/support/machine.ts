import { readFileSync } from 'node:fs';

export interface CpuTimes {
  readonly busy: number;
  readonly steal: number;
  readonly total: number;
}

/** Ticks since boot over all cores (proc(5): user nice system idle iowait irq softirq steal). */
export function cpuTimes(): CpuTimes {
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] =
    (/^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? '').split(' ').map(Number);
  const busy = user + nice + system + irq + softirq;
  return { busy, steal, total: busy + idle + iowait + steal };
}

/** For a measured number's label: how much of the machine was in use, and how much of it others took. */
export function loadBetween(before: CpuTimes, after: CpuTimes): string {
  const percent = (part: 'busy' | 'steal'): string => (((after[part] - before[part]) / (after.total - before.total)) * 100).toFixed(1);
  return `CPU busy ${percent('busy')} %, steal ${percent('steal')} %`;
}
