import { Alert, Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem';

/** What the server says in English only and people at work meet; by the stable code of the problem. */
const known = [
    'call.changed',
    'call.not_yours',
    'call.phone_rings',
    'presence.phone_missing',
    'wrap_up.already_extended',
    'wrap_up.over',
    'switch.busy',
    'phone.not_registering',
] as const;

/** What went wrong in the reader's language, as far as it is known; else what the server says. */
export function faultText(t: TFunction, cause: unknown): string {
    if (!(cause instanceof ApiProblem)) return cause instanceof Error ? cause.message : String(cause);
    if (cause.status === 0) return t('error.unreachable');
    if (cause.status === 403) return t('error.forbidden');
    const code = known.find((one) => one === cause.code);
    if (code) return t(`fault.${code}`);
    return [cause.message, ...cause.fields.map((field) => field.message)].join(' ');
}

export function tellFault(t: TFunction, cause: unknown): void {
    notifications.show({ color: 'stop', title: t('error.title'), message: faultText(t, cause), autoClose: 10_000 });
}

/** What, why and a way to try again, in the place of what could not be shown. */
export function Fault({ cause, retry }: { cause: unknown; retry: () => void }) {
    const { t } = useTranslation();
    return (
        <Alert color="stop" icon={<IconAlertTriangle aria-hidden />} title={t('error.title')} m="md">
            <Group justify="space-between">
                <Text size="sm" c="var(--ink)">
                    {faultText(t, cause)}
                </Text>
                <Button variant="default" onClick={retry}>
                    {t('error.retry')}
                </Button>
            </Group>
        </Alert>
    );
}
