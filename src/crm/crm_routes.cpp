#include "crm/crm_routes.hpp"

#include "crm/customer_calls.hpp"
#include "crm/edit_customer.hpp"
#include "crm/search_customers.hpp"

namespace rufwerk::crm {

void add_crm_routes(people::Api& api) {
    using people::Permission;
    auto const unknown = unknown_customer({4711});
    auto const stale = stale_customer({4711}, 4);
    auto const taken = number_taken("K-1100", {4712});
    api.read<search_customers>("/api/customers", Permission::see_customers,
                               "Customers by name, or the best of a search");
    api.read<show_customer>("/api/customers/{id}", Permission::see_customers, "One customer", {unknown});
    api.write<create_customer>("POST", "/api/customers", Permission::edit_customers, "A new customer",
                               {taken});
    api.write<edit_customer>("PUT", "/api/customers/{id}", Permission::edit_customers, "Change a customer",
                             {unknown, stale, taken});
    api.write<merge_customers>("POST", "/api/customers/{id}/merge", Permission::merge_customers,
                               "Take another customer into this one", {unknown, stale, taken});
    api.write<erase_customer>("DELETE", "/api/customers/{id}", Permission::erase_customers,
                              "Erase a customer (Art. 17 DSGVO); cannot be undone", {unknown});
    api.read<list_customer_calls>("/api/customers/{id}/calls", Permission::see_customers,
                                  "A customer's calls", {unknown});
    api.read<find_callers>("/api/calls/{id}/callers", Permission::see_customers,
                           "Who may be calling, and what was before", {unknown_call({71})});
    api.write<choose_customer>("PUT", "/api/calls/{id}/customer", Permission::edit_customers,
                               "Whose call it is", {unknown_call({71})});
}

}  // namespace rufwerk::crm
