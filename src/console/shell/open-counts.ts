import type { OverviewView } from '../../model/views/overview.ts';

/** Alerts that are provisional or confirmed. */
export const openAlerts = ({ open }: OverviewView) => open.critical + open.serious + open.warning + open.info;

/** Leads somebody still has to move. */
export const openLeads = ({ leads }: OverviewView) => leads.new + leads.assigned + leads.confirmed + leads.referred;
