import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, done } from '../../api/client';
import type { Agent } from '../../api/types';
import { faultText } from '../../parts/Fault';
import { nameOf, usePauseReasons, type PresenceWish } from '../../session/presence';

function Choice({ agent, close }: { agent: Agent; close: () => void }) {
    const { t, i18n } = useTranslation();
    const reasons = usePauseReasons().data ?? [];
    const wishes: { value: string; label: string; wish: PresenceWish }[] = [
        { value: 'ready', label: t('state.ready'), wish: { state: 'ready' } },
        ...reasons.map((reason) => ({
            value: `pause-${reason.key}`,
            label: nameOf(reason, i18n.language),
            wish: { state: 'pause' as const, reason: reason.key },
        })),
        { value: 'offline', label: t('state.offline'), wish: { state: 'offline' } },
    ];
    const [value, setValue] = useState('');
    const chosen = wishes.find((one) => one.value === value);
    const set = useMutation({
        mutationFn: (body: PresenceWish) =>
            done(api.PUT('/api/agents/{login}/presence', { params: { path: { login: agent.login } }, body })),
        onSuccess: () => {
            notifications.show({ message: t('floor.done', { name: agent.name, state: chosen?.label ?? '' }) });
            close();
        },
    });
    return (
        <Stack>
            <Radio.Group value={value} onChange={setValue} aria-label={t('floor.set', { name: agent.name })}>
                <Stack gap="sm">
                    {wishes.map((one) => (
                        <Radio key={one.value} value={one.value} label={one.label} data-testid={`set-${one.value}`} />
                    ))}
                </Stack>
            </Radio.Group>
            <Text c="dimmed" fz={13}>
                {chosen ? `${t('floor.set_confirm', { name: agent.name, state: chosen.label })} ` : ''}
                {t('floor.set_hint')}
            </Text>
            {set.error && (
                <Text c="var(--stop)" role="alert">
                    {faultText(t, set.error)}
                </Text>
            )}
            <Group justify="flex-end">
                <Button variant="default" onClick={close}>
                    {t('floor.cancel')}
                </Button>
                <Button
                    disabled={!chosen}
                    loading={set.isPending}
                    onClick={() => chosen && set.mutate(chosen.wish)}
                    data-testid="set-confirm"
                >
                    {t('floor.confirm')}
                </Button>
            </Group>
        </Stack>
    );
}

export function AgentPresenceDialog({ agent, close }: { agent: Agent | null; close: () => void }) {
    const { t } = useTranslation();
    return (
        <Modal
            opened={agent !== null}
            onClose={close}
            title={agent ? t('floor.set', { name: agent.name }) : ''}
            closeButtonProps={{ 'aria-label': t('error.close') }}
        >
            {agent && <Choice key={agent.login} agent={agent} close={close} />}
        </Modal>
    );
}
