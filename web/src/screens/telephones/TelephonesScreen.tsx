import { Button, Skeleton, Stack } from '@mantine/core';
import { IconDeviceLandlinePhone, IconKey, IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/client';
import type { Telephone } from '../../api/types';
import { dateTime } from '../../format/format';
import { Elapsed } from '../../parts/Elapsed';
import { Empty } from '../../parts/Empty';
import { Fault } from '../../parts/Fault';
import { may, useMyself } from '../../session/me';
import { lostWhy } from './lostWhy';
import { SecretDialog } from './SecretDialog';
import classes from './telephones.module.css';

const renewed_ms = 5_000;

function State({ telephone }: { telephone: Telephone }) {
    const { t } = useTranslation();
    const there = telephone.contacts.length > 0;
    const Mark = there ? IconDeviceLandlinePhone : telephone.has_secret ? IconPlugConnectedX : IconKey;
    const word = there
        ? t('telephones.registered')
        : !telephone.has_secret
          ? t('telephones.no_secret')
          : telephone.lost
            ? lostWhy(t, telephone.lost)
            : t('telephones.never');
    return (
        <span className={`${classes['state'] ?? ''} tone-${there ? 'live' : telephone.has_secret ? 'stop' : 'hold'}`}>
            <Mark size={16} aria-hidden /> {word}
        </span>
    );
}

function Contacts({ telephone }: { telephone: Telephone }) {
    const { t, i18n } = useTranslation();
    return (
        <ul className={classes['contacts']}>
            {telephone.contacts.map((contact) => (
                <li key={contact.contact}>
                    <span className={classes['device']}>{contact.device || t('telephones.unknown_device')}</span>
                    <span>
                        {contact.address} · {contact.transport.toUpperCase()}
                    </span>
                    <small>
                        {t('telephones.since', { at: dateTime(contact.since, i18n.language) })} · {t('telephones.seen')}{' '}
                        <Elapsed since={contact.seen} />
                    </small>
                </li>
            ))}
        </ul>
    );
}

/** Which desk telephones are registered, where, and since when; for administrators a new secret for one. */
export function TelephonesScreen() {
    const { t } = useTranslation();
    const me = useMyself();
    const [chosen, setChosen] = useState<Telephone | null>(null);
    const found = useQuery({
        queryKey: ['telephones'],
        queryFn: async () => (await answer(api.GET('/api/telephones'))).items,
        refetchInterval: renewed_ms,
    });
    return (
        <div className={classes['page']} data-testid="telephones">
            <h1 className={classes['heading']}>{t('telephones.title')}</h1>
            <p className={classes['intro']}>{t('telephones.intro')}</p>
            {found.error && <Fault cause={found.error} retry={() => void found.refetch()} />}
            {found.isPending && (
                <Stack className="late" aria-label={t('app.loading')}>
                    <Skeleton h={72} />
                    <Skeleton h={72} />
                </Stack>
            )}
            {found.data?.length === 0 && (
                <Empty
                    icon={<IconDeviceLandlinePhone size={32} aria-hidden />}
                    text={t('telephones.none')}
                    hint={t('telephones.none_hint')}
                />
            )}
            <ul className={classes['list']}>
                {found.data?.map((telephone) => (
                    <li
                        key={telephone.login}
                        className={classes['row']}
                        data-testid={`telephone-${telephone.login}`}
                        data-registered={telephone.contacts.length > 0}
                    >
                        <div className={classes['who']}>
                            <strong>{telephone.name}</strong>
                            <small>{telephone.login}</small>
                        </div>
                        <div>
                            <State telephone={telephone} />
                            <Contacts telephone={telephone} />
                        </div>
                        {may(me, 'centre.manage') && (
                            <Button
                                variant="default"
                                leftSection={<IconKey size={16} aria-hidden />}
                                onClick={() => setChosen(telephone)}
                                aria-label={t('telephones.secret_of', { name: telephone.name })}
                                data-testid={`secret-${telephone.login}`}
                            >
                                {t('telephones.new_secret')}
                            </Button>
                        )}
                    </li>
                ))}
            </ul>
            <SecretDialog telephone={chosen} close={() => setChosen(null)} />
        </div>
    );
}
