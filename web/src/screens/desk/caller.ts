import type { TFunction } from 'i18next';
import { phoneNumber } from '../../format/format';

/** The caller as a person reads it: the name if the network gave one, else the number, else that it is withheld. */
export function callerOf(t: TFunction, call: { caller: string | null; caller_name: string | null }): string {
    // A network without names sends none or an empty one.
    return call.caller_name || (call.caller ? phoneNumber(call.caller) : t('desk.withheld'));
}
