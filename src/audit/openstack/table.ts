/** What OpenStack's services talk to, as rows: a new service, or a new thing to talk to, is a row more. */

/** Something that a service needs and that may run on the same host: the names under which distributions start it. */
export interface Component {
  readonly title: string;
  /** Services, without suffix; the first that is here counts. */
  readonly names: readonly string[];
}

export const COMPONENTS = {
  rabbitmq: { title: 'RabbitMQ', names: ['rabbitmq-server'] },
  mysql: { title: 'MySQL', names: ['mariadb', 'mysql', 'mysqld'] },
  postgresql: { title: 'PostgreSQL', names: ['postgresql'] },
  memcached: { title: 'memcached', names: ['memcached'] },
  redis: { title: 'Redis', names: ['redis-server', 'redis'] },
  libvirt: { title: 'libvirt', names: ['libvirtd', 'virtqemud', 'libvirt-bin'] },
  openvswitch: { title: 'Open vSwitch', names: ['openvswitch-switch', 'openvswitch', 'ovs-vswitchd'] },
  keystone: { title: 'Keystone', names: ['keystone', 'openstack-keystone', 'apache2', 'httpd'] },
  glance: { title: 'Glance', names: ['glance-api', 'openstack-glance-api'] },
  neutron: { title: 'Neutron', names: ['neutron-server', 'neutron-api'] },
  placement: { title: 'Placement', names: ['placement-api', 'nova-placement-api', 'apache2', 'httpd'] },
  ntp: { title: 'time synchronisation', names: ['chrony', 'ntpsec', 'ntp', 'openntpd', 'systemd-timesyncd'] },
} as const satisfies Record<string, Component>;

export type ComponentName = keyof typeof COMPONENTS;

/** Services by name, and the files that configure them; `%s` is the service's own name. */
export const SERVICES: readonly { readonly service: RegExp; readonly files: readonly string[] }[] = [
  { service: /^(openstack-)?nova-/, files: ['/etc/nova/nova.conf', '/etc/nova/%s.conf'] },
  { service: /^(openstack-)?neutron-/, files: ['/etc/neutron/neutron.conf', '/etc/neutron/plugins/ml2/ml2_conf.ini'] },
  { service: /^(openstack-)?glance-/, files: ['/etc/glance/%s.conf', '/etc/glance/glance-api.conf'] },
  { service: /^(openstack-)?cinder-/, files: ['/etc/cinder/cinder.conf'] },
  { service: /^(openstack-)?keystone$/, files: ['/etc/keystone/keystone.conf'] },
  { service: /^(openstack-)?heat-/, files: ['/etc/heat/heat.conf'] },
  { service: /^(openstack-)?ceilometer-/, files: ['/etc/ceilometer/ceilometer.conf'] },
  { service: /^(openstack-)?placement-/, files: ['/etc/placement/placement.conf'] },
  { service: /^(openstack-)?octavia-/, files: ['/etc/octavia/octavia.conf'] },
  { service: /^(openstack-)?designate-/, files: ['/etc/designate/designate.conf'] },
  { service: /^(openstack-)?barbican-/, files: ['/etc/barbican/barbican.conf'] },
  { service: /^(openstack-)?magnum-/, files: ['/etc/magnum/magnum.conf'] },
];

/** A setting that says where a component is. `scheme` narrows a URL down to one component. */
export interface Need {
  readonly component: ComponentName;
  readonly section: RegExp;
  readonly key: string;
  readonly scheme?: RegExp;
  /** Only for these services. */
  readonly service?: RegExp;
  /** `url`: a URL or a list of them; `host`: HOST[:PORT] or a list; `local`: the value itself says that it is here. */
  readonly form: 'url' | 'host' | 'local';
  readonly value?: RegExp;
}

export const NEEDS: readonly Need[] = [
  { component: 'rabbitmq', section: /^DEFAULT$/, key: 'transport_url', scheme: /^(rabbit|amqp)/, form: 'url' },
  { component: 'rabbitmq', section: /^(DEFAULT|oslo_messaging_rabbit)$/, key: 'rabbit_host', form: 'host' },
  { component: 'rabbitmq', section: /^(DEFAULT|oslo_messaging_rabbit)$/, key: 'rabbit_hosts', form: 'host' },
  {
    component: 'mysql',
    section: /^((api_|placement_)?database)$/,
    key: 'connection',
    scheme: /^(mysql|mariadb)/,
    form: 'url',
  },
  {
    component: 'postgresql',
    section: /^((api_|placement_)?database)$/,
    key: 'connection',
    scheme: /^postgres/,
    form: 'url',
  },
  { component: 'memcached', section: /^keystone_authtoken$/, key: 'memcached_servers', form: 'host' },
  { component: 'memcached', section: /^cache$/, key: 'memcache_servers', form: 'host' },
  { component: 'redis', section: /^coordination$/, key: 'backend_url', scheme: /^redis/, form: 'url' },
  { component: 'keystone', section: /^keystone_authtoken$/, key: 'auth_url', form: 'url' },
  { component: 'glance', section: /^glance$/, key: 'api_servers', form: 'url', service: /nova-compute$/ },
  { component: 'neutron', section: /^neutron$/, key: 'url', form: 'url', service: /nova-compute$/ },
  {
    component: 'libvirt',
    section: /^DEFAULT$/,
    key: 'compute_driver',
    form: 'local',
    value: /^libvirt\./,
    service: /nova-compute$/,
  },
  {
    component: 'libvirt',
    section: /^libvirt$/,
    key: 'connection_uri',
    form: 'local',
    value: /^[a-z]+:\/\/\//,
    service: /nova-compute$/,
  },
  {
    component: 'openvswitch',
    section: /^ovs$/,
    key: 'integration_bridge',
    form: 'local',
    service: /neutron-openvswitch-agent$/,
  },
  {
    component: 'openvswitch',
    section: /^DEFAULT$/,
    key: 'interface_driver',
    form: 'local',
    value: /openvswitch|OVSInterfaceDriver/,
    service: /neutron-(l3|dhcp)-agent$/,
  },
];
