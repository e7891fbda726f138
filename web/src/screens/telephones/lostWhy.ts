import type { TFunction } from 'i18next';

const known = ['expired', 'unregistered', 'connection_closed', 'unanswered', 'removed'] as const;

/** Why a desk telephone is gone, in the reader's words. */
export function lostWhy(t: TFunction, why: string): string {
    const word = known.find((one) => one === why);
    return word ? t(`telephones.lost.${word}`) : t('telephones.never');
}
