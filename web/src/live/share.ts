/** The server tells a service level in per cent, 0..100; here it is a share 0..1. */
export function asShare(value: number | null): number | null {
    return value === null ? null : value / 100;
}

export function percent(share: number, language: string): string {
    return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

export type Verdict = 'ok' | 'low' | 'bad';

const near = 0.1;

/** On target, at most ten points below it, or worse. */
export function verdictOn(share: number, target_percent: number): Verdict {
    const target = target_percent / 100;
    if (share >= target) return 'ok';
    return share >= target - near ? 'low' : 'bad';
}
