/** A service level as a share 0..1; a server that says 84.2 means per cent. */
export function asShare(value: number | null): number | null {
    if (value === null) return null;
    return value > 1 ? value / 100 : value;
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
