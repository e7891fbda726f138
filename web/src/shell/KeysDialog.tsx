import { Kbd, Modal, Switch, Table } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { singleKeysAreOn, switchSingleKeys } from '../keys/keys';

export function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
    const { t } = useTranslation();
    const [single, setSingle] = useState(singleKeysAreOn);
    const keys = [
        ['F2', t('keys.answer')],
        [`${t('keys.shift')} + F2`, t('keys.hang_up')],
        ['F4', t('keys.mute')],
        ['F8', t('keys.hold')],
        [`${t('keys.control')} + K`, t('keys.palette')],
        ['1 – 9', t('keys.results')],
        ['?', t('keys.help')],
    ];
    return (
        <Modal
            opened={opened}
            onClose={onClose}
            title={t('keys.title')}
            closeButtonProps={{ 'aria-label': t('error.close') }}
        >
            <Table verticalSpacing="sm" fz={13}>
                <Table.Tbody>
                    {keys.map(([key, what]) => (
                        <Table.Tr key={key}>
                            <Table.Td>
                                <Kbd>{key}</Kbd>
                            </Table.Td>
                            <Table.Td>{what}</Table.Td>
                        </Table.Tr>
                    ))}
                </Table.Tbody>
            </Table>
            <Switch
                mt="lg"
                checked={single}
                label={t('keys.single')}
                description={t('keys.single_hint')}
                onChange={(event) => {
                    switchSingleKeys(event.currentTarget.checked);
                    setSingle(event.currentTarget.checked);
                }}
            />
        </Modal>
    );
}
