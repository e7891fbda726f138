import { Alert, Button, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/client';
import type { Telephone } from '../../api/types';
import { faultText } from '../../parts/Fault';
import classes from './telephones.module.css';

function Value({ name, value }: { name: string; value: string }) {
    const { t } = useTranslation();
    return (
        <div className={classes['value']}>
            <dt>{name}</dt>
            <dd>
                <code>{value}</code>
                <CopyButton value={value}>
                    {({ copied, copy }) => (
                        <Button
                            size="compact-xs"
                            variant="default"
                            onClick={copy}
                            aria-label={`${t('telephones.copy')}: ${name}`}
                        >
                            {copied ? t('telephones.copied') : t('telephones.copy')}
                        </Button>
                    )}
                </CopyButton>
            </dd>
        </div>
    );
}

function Inside({ telephone, close }: { telephone: Telephone; close: () => void }) {
    const { t } = useTranslation();
    const queries = useQueryClient();
    const renew = useMutation({
        gcTime: 0, // shown once: nothing of it stays in the page when the dialog is closed
        mutationFn: () =>
            answer(api.POST('/api/telephones/{login}/secret', { params: { path: { login: telephone.login } } })),
        onSuccess: () => void queries.invalidateQueries({ queryKey: ['telephones'] }),
    });
    if (renew.data)
        return (
            <Stack>
                <Text>{t('telephones.secret_once')}</Text>
                <dl className={classes['values']} data-testid="new-secret">
                    <Value name={t('telephones.account_user')} value={renew.data.user} />
                    <Value name={t('telephones.account_secret')} value={renew.data.secret} />
                    <Value name={t('telephones.account_realm')} value={renew.data.realm} />
                </dl>
                <Group justify="flex-end">
                    <Button onClick={close}>{t('telephones.noted')}</Button>
                </Group>
            </Stack>
        );
    return (
        <Stack>
            <Text>{t(telephone.has_secret ? 'telephones.secret_confirm' : 'telephones.secret_first')}</Text>
            {renew.error && (
                <Alert color="stop" icon={<IconAlertTriangle aria-hidden />}>
                    {faultText(t, renew.error)}
                </Alert>
            )}
            <Group justify="flex-end">
                <Button variant="default" onClick={close}>
                    {t('floor.cancel')}
                </Button>
                <Button loading={renew.isPending} onClick={() => renew.mutate()} data-testid="make-secret">
                    {t('telephones.make_secret')}
                </Button>
            </Group>
        </Stack>
    );
}

export function SecretDialog({ telephone, close }: { telephone: Telephone | null; close: () => void }) {
    const { t } = useTranslation();
    return (
        <Modal
            opened={telephone !== null}
            onClose={close}
            title={telephone ? t('telephones.secret_of', { name: telephone.name }) : ''}
            closeButtonProps={{ 'aria-label': t('error.close') }}
        >
            {telephone && <Inside key={telephone.login} telephone={telephone} close={close} />}
        </Modal>
    );
}
