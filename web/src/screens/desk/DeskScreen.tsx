import { Button, Drawer, Skeleton, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SelfCall } from '../../api/types';
import { useLive } from '../../live/LiveProvider';
import { CallBar } from './CallBar';
import { CallWork } from './CallWork';
import { CustomerPanel } from './CustomerPanel';
import classes from './desk.module.css';
import { IdleWork } from './IdleWork';
import { MyWork } from './MyWork';
import { OfferAnnouncement } from './OfferAnnouncement';

function Work({ call }: { call: SelfCall }) {
    const { t } = useTranslation();
    const wide = useMediaQuery('(min-width: 1280px)', window.matchMedia('(min-width: 1280px)').matches);
    const [customer, setCustomer] = useState(false);
    return (
        <section className={classes['call']} aria-label={t('desk.now')}>
            <CallBar call={call} />
            <div className={classes['below']}>
                <div className={classes['work']}>
                    {!wide && (
                        <Button
                            variant="default"
                            size="xs"
                            className={classes['customerButton'] ?? ''}
                            leftSection={<IconUser size={16} aria-hidden />}
                            onClick={() => setCustomer(true)}
                            data-testid="show-customer"
                        >
                            {t('desk.show_customer')}
                        </Button>
                    )}
                    <CallWork key={call.id} call={call} />
                </div>
                {wide && (
                    <aside className={classes['customer']} aria-label={t('desk.customer')} tabIndex={0}>
                        <CustomerPanel call={call} />
                    </aside>
                )}
            </div>
            {!wide && (
                <Drawer
                    opened={customer}
                    onClose={() => setCustomer(false)}
                    title={t('desk.customer')}
                    closeButtonProps={{ 'aria-label': t('error.close') }}
                >
                    <CustomerPanel call={call} />
                </Drawer>
            )}
        </section>
    );
}

export function DeskScreen() {
    const { t } = useTranslation();
    const self = useLive((state) => state.self);
    if (!self) {
        return (
            <Stack p="xl" className="late" aria-label={t('app.loading')}>
                <Skeleton h={80} />
                <Skeleton h={200} />
            </Stack>
        );
    }
    return (
        <div className={classes['desk']} data-testid="desk" data-call-state={self.call?.state ?? 'none'}>
            <h1 className="hidden-text">{t('desk.title')}</h1>
            <MyWork self={self} />
            {self.call ? <Work call={self.call} /> : <IdleWork agent={self.agent} />}
            <OfferAnnouncement call={self.call} />
        </div>
    );
}
