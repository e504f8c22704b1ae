/* A bank account in C; Python calls these functions by cffi and by ctypes. */
#include <stdlib.h>

typedef struct {
    double balance;
} Account;

Account *account_open(double balance) {
    Account *account = malloc(sizeof(Account));
    if (account) {
        account->balance = balance;
    }
    return account;
}

void account_deposit(Account *account, double amount) { account->balance += amount; }

double account_balance(const Account *account) { return account->balance; }

void account_free(Account *account) { free(account); }
