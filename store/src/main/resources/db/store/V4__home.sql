-- Finds what lies in a patient's home: what rules that speak of patients ask for.
create index current_home on store.current (home);
